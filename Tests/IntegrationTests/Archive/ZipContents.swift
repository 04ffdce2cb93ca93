import Foundation
import LocalServers
import TestKit
import Testing

/// What Python finds in a ZIP archive; it checks every CRC.
struct ZipContents {
    /// In the archive's order.
    let names: [String]
    let contents: [String: [UInt8]]

    init(_ bytes: [UInt8]) throws {
        let folder = try TemporaryFolder(named: "isengard-zip")
        let file = "\(folder.path)/archive.zip"
        try Data(bytes).write(to: URL(filePath: file))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import base64, json, sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            assert z.testzip() is None
            names = z.namelist()
            assert len(names) == len(set(names)), "a name twice"
            print(json.dumps([[n, base64.b64encode(z.read(n)).decode()] for n in names]))
            """, file,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "not a valid ZIP archive")
        let pairs = try #require(
            try JSONSerialization.jsonObject(with: text) as? [[String]]
        )
        names = pairs.map { $0[0] }
        contents = Dictionary(
            uniqueKeysWithValues: pairs.map { pair in
                (pair[0], Array(Data(base64Encoded: pair[1]) ?? Data()))
            }
        )
    }

    /// Contents of all entries but a DICOMDIR, in no order.
    var files: Set<[UInt8]> { Set(contents.filter { $0.key != "DICOMDIR" }.values) }
}
