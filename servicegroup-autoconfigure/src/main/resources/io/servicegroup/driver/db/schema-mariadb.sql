CREATE TABLE IF NOT EXISTS service_group_member (
	group_id VARCHAR(255) NOT NULL,
	member_id VARCHAR(255) NOT NULL,
	host VARCHAR(255),
	report_count BIGINT DEFAULT 0 NOT NULL,
	created_at DATETIME(6) NOT NULL,
	updated_at DATETIME(6) NOT NULL,
	last_seen_at DATETIME(6),
	capabilities MEDIUMBLOB,
	holder VARCHAR(36),
	disabled BOOLEAN DEFAULT FALSE NOT NULL,
	disabled_reason VARCHAR(1000),
	forced_down BOOLEAN DEFAULT FALSE NOT NULL,
	PRIMARY KEY (group_id, member_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
