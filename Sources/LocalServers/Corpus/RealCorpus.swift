import Foundation

/// The DICOM files that the Debian package python3-pydicom ships for its tests.
///
/// Real files of many makers, odd ones among them: not each is one that Orthanc takes. They hold
/// no real patients.
package enum RealCorpus {
    /// Paths in ascending order; empty when the package isn't installed.
    ///
    /// Files are told by the magic word, not by their names. Source: the list that dpkg keeps of
    /// each package, and PS3.10, section 7.1.
    package static func files() -> [String] {
        let list = "/var/lib/dpkg/info/python3-pydicom.list"
        let text = (try? String(contentsOfFile: list, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
            .filter { $0.contains("/test_files/") && hasMagicWord($0) }
            .sorted()
    }

    private static func hasMagicWord(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let head = (try? file.read(upToCount: 132)) ?? Data()
        return head.count == 132 && head.suffix(4) == Data("DICM".utf8)
    }
}
