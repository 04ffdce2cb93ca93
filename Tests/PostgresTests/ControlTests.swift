import Basics
import EventLoop
import LocalServers
import Testing

@testable import Postgres

extension ServerTests {
    @Suite struct ControlTests {
        let settings: ConnectionSettings

        init() throws { settings = try TestCluster.shared().freshDatabase() }

        @Test("notifications arrive in order on the channels listened to")
        func notifications() async throws {
            try await onLoop { [settings] loop in
                let heard = WaitList<String>(loop: loop)
                let control = ControlConnection(loop: loop, settings: settings)
                defer { control.close() }
                let payloads = Box<[String]>([])
                control.listen("Odd \"name\"") { payload in
                    payloads.value.append(payload)
                    if payload == "last" { _ = heard.wakeFirst(with: payload) }
                }
                control.start()
                try await control.waitUntilReady(by: .soon)
                let notify = Statement(name: "notify", sql: "SELECT pg_notify($1, $2)")
                let pool = try await writers(on: loop, settings)
                defer { pool.close() }
                for payload in ["a", "b"] {
                    _ = try await pool.query(notify, [.text("Odd \"name\""), .text(payload)])
                }
                _ = try await pool.query(notify, [.text("elsewhere"), .text("c")])
                async let last = heard.wait(by: .soon)
                _ = try await pool.query(notify, [.text("Odd \"name\""), .text("last")])
                #expect(await last == "last")
                #expect(payloads.value == ["a", "b", "last"])
            }
        }

        @Test("after its backend was killed the connection listens again, and says so")
        func listensAgain() async throws {
            try await onLoop { [settings] loop in
                let heard = WaitList<String>(loop: loop)
                let again = WaitList<Bool>(loop: loop)
                let control = ControlConnection(loop: loop, settings: settings)
                defer { control.close() }
                control.listen("topic") { _ = heard.wakeFirst(with: $0) }
                control.onReconnect = { _ = again.wakeFirst(with: true) }
                control.start()
                try await control.waitUntilReady(by: .soon)
                async let reconnected = again.wait(by: .soon)
                let suicide = try await failure {
                    _ = try await control.query(
                        .once("SELECT pg_terminate_backend(pg_backend_pid())")
                    )
                }
                #expect(suicide.kind == .commitUnknown)
                #expect(await reconnected == true)
                async let news = heard.wait(by: .soon)
                _ = try await control.query(.once("SELECT pg_notify('topic', 'back')"))
                #expect(await news == "back")
                #expect(control.counters.reconnects == 1)
            }
        }
    }
}
