"""Documents: PDF, DOCX, ODT, XLSX, PPTX and TXT, checked and kept without their author."""
