"""What the test programs in the neighbouring folders share: servers, processes, HTTP, DICOM."""
