"""DX人材ナビ: from the DX work an office needs done to one of the four roles of the standard."""
