"""What goes out: follow-up, workbook, paper."""
