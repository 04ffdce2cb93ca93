import Foundation
import Testing

@testable import DICOM

@Suite struct MediaDirectoryTests {
    private func directory() -> MediaDirectory {
        var directory = MediaDirectory()
        for patient in 1...2 {
            var record = DirectoryRecord(.patient)
            record.add(.patientName, "DÖE^J\(patient)")
            record.add(.patientID, "P\(patient)")
            directory.add(record)
            for study in 1...2 {
                var record = DirectoryRecord(.study)
                record.add(.studyInstanceUID, "2.25.\(patient).\(study)")
                directory.add(record)
                for series in 1...2 {
                    var record = DirectoryRecord(.series)
                    record.add(.modality, "CT")
                    record.add(.seriesInstanceUID, "2.25.\(patient).\(study).\(series)")
                    directory.add(record)
                    for image in 1...3 {
                        var record = DirectoryRecord(.image)
                        record.add(.referencedFileID, "IMAGES\\IM\(image)")
                        record.add(.instanceNumber, "\(image)")
                        directory.add(record)
                    }
                }
            }
        }
        return directory
    }

    /// What pydicom reads by following the offsets from record to record.
    private func walk(_ bytes: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "isengard-dicomdir-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import sys, pydicom
            d = pydicom.dcmread(sys.argv[1])
            at = {r.seq_item_tell: r for r in d.DirectoryRecordSequence}
            seen = []
            def go(offset, depth):
                last = 0
                while offset:
                    r = at[offset]
                    seen.append(depth + r.DirectoryRecordType[0])
                    go(r.OffsetOfReferencedLowerLevelDirectoryEntity, depth + '.')
                    last, offset = offset, r.OffsetOfTheNextDirectoryRecord
                return last
            first = d.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
            assert go(first, '') == d.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity
            assert len(seen) == len(d.DirectoryRecordSequence)
            print(' '.join(seen), d.file_meta.MediaStorageSOPInstanceUID)
            print(*{str(r.PatientName) for r in at.values() if 'PatientName' in r})
            """, file.path,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }

    @Test("pydicom finds every record by its offsets, each in its place")
    func offsets() throws {
        let seen = try walk(directory().file(uid: "2.25.7"))
        let study = ".S ..S ...I ...I ...I ..S ...I ...I ...I"
        #expect(seen.hasPrefix("P \(study) \(study) P \(study) \(study) 2.25.7\n"))
        #expect(seen.contains("DE^J1") && seen.contains("DE^J2"))
    }

    @Test("a directory of nothing is a valid one")
    func empty() throws {
        #expect(try walk(MediaDirectory().file(uid: "2.25.12")).hasPrefix(" 2.25.12\n"))
    }
}
