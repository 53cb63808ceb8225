"""Every route and event, asked by everybody, about things they may and may not see."""
