import Foundation
import LocalServers
import Testing

@Suite("Local Orthanc")
struct LocalOrthancTests {
    @Test("it starts, says its version, and keeps port and data over kill -9 and stop")
    func lives() throws {
        let folder = try TemporaryFolder()
        let orthanc = try LocalOrthanc(.init(name: "store-a", folder: "\(folder.path)/a"))
        #expect(orthanc.version.split(separator: ".").count == 3)
        let port = orthanc.port
        #expect(try curl(orthanc, "-X", "PUT", "-d", "kept", path: "/modalities/x") != "")
        orthanc.kill()
        #expect(orthanc.pid == nil)
        #expect(try curl(orthanc, path: "/system") == "000")
        try orthanc.start()
        try orthanc.restart()
        #expect(orthanc.port == port)
        #expect(try curl(orthanc, path: "/system") == "200")
    }

    @Test("users are asked for their password")
    func users() throws {
        let folder = try TemporaryFolder()
        var settings = LocalOrthanc.Settings(name: "store-a", folder: "\(folder.path)/a")
        settings.users = ["frodo": "p\"ä\\ss"]
        let orthanc = try LocalOrthanc(settings)
        #expect(try curl(orthanc, path: "/system") == "401")
        #expect(try curl(orthanc, "-u", "frodo:p\"ä\\ss", path: "/system") == "200")
    }

    @Test("a paused one takes connections and doesn't answer, then goes on")
    func paused() throws {
        let folder = try TemporaryFolder()
        let orthanc = try LocalOrthanc(.init(name: "store-a", folder: "\(folder.path)/a"))
        orthanc.pause()
        #expect(try curl(orthanc, "-m", "0.5", path: "/system") == "000")
        orthanc.resume()
        #expect(try curl(orthanc, path: "/system") == "200")
    }

    @Test("its DICOM server listens on a port of its own")
    func dicom() throws {
        let folder = try TemporaryFolder()
        var settings = LocalOrthanc.Settings(name: "store-a", folder: "\(folder.path)/a")
        settings.dicomTitle = "STOREA"
        let orthanc = try LocalOrthanc(settings)
        let port = try #require(orthanc.dicomPort)
        let echo = try ChildProcess(
            Command("/usr/bin/echoscu", ["-aec", "STOREA", "127.0.0.1", "\(port)"])
        )
        #expect(echo.waitForExit(within: .seconds(20)) == .exited(0))
    }

    @Test("a wrong configuration and a missing program are refused in one line")
    func refused() throws {
        let folder = try TemporaryFolder()
        var settings = LocalOrthanc.Settings(name: "store-a", folder: "\(folder.path)/a")
        settings.more = ["HttpPort": "none"]
        let wrong = #expect(throws: LocalServerError.self) { try LocalOrthanc(settings) }
        #expect(wrong?.kind == .ended)
        #expect(wrong?.description.contains("\n") == false)
        settings.program = "/usr/sbin/no-such-orthanc"
        let missing = #expect(throws: LocalServerError.self) { try LocalOrthanc(settings) }
        #expect(missing?.kind == .notInstalled)
    }

    /// The status; `000` if there was no answer.
    private func curl(
        _ orthanc: LocalOrthanc,
        _ options: String...,
        path: String
    ) throws -> String {
        let folder = try TemporaryFolder()
        let output = "\(folder.path)/out"
        let arguments = ["-s", "-o", "/dev/null", "-w", "%{http_code}"] + options
        let child = try ChildProcess(
            Command("/usr/bin/curl", arguments + [orthanc.url + path], logFile: output)
        )
        _ = child.waitForExit(within: .seconds(30))
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}
