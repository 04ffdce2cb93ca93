import Basics
import Glibc
import LocalServers

/// The demo as a check: each step says `ok` or `FAILED` with what was expected and what came.
final class DemoWalk {
    let stage: DemoStage
    let wish: StopWish
    /// Names of the steps that failed.
    private(set) var failures: [String] = []

    init(stage: DemoStage, wish: StopWish) {
        self.stage = stage
        self.wish = wish
    }

    var gateway: LoopbackClient { stage.gateway.client }

    /// - Throws: `.interrupted` only; whatever else fails is the result of its step.
    func run() throws(DemoError) {
        try step("a patient of three stores is found by lookup and find", lookUp)
        try step("a study split by series reads as one", { try readStudy(patient: 1) })
        try step("a study split by instance reads as one", { try readStudy(patient: 2) })
        try step("every file has the bytes that were uploaded", readFiles)
        try step("statistics count each resource once", countAll)
        try step("an upload is readable at once, at its study's store", upload)
        try step("a change in a store shows within 2 s", changeStore)
        try runWithPausedStore()
    }

    /// Steps that need one store to hang, the one that serves the study held twice.
    private func runWithPausedStore() throws(DemoError) {
        var paused = 2
        try step(
            "a study held twice is served by one of its stores",
            {
                paused = try server(ofPatient: 3)
                return DemoStage.names[paused]
            }
        )
        let name = DemoStage.names[paused]
        Console.say("--      \(name) is paused (SIGSTOP)")
        stage.stores[paused].pause()
        try step("searches go on and name \(name) as stale", { try searchStale(paused) })
        try step("a replica serves the study held twice", { try readReplica(paused) })
        try step("what only \(name) holds is 503 with code 36", { try readLost(paused) })
        try step("X-Federation-Strict gets 503", searchStrictly)
        Console.say("--      \(name) goes on")
        stage.stores[paused].resume()
        try step("all is well again within 10 s", { try recover(paused) })
    }

    private func step(
        _ name: String,
        _ body: () throws -> String
    ) throws(DemoError) {
        try wish.check(name)
        let began = Instant.now
        do {
            let note = try body()
            let milliseconds = began.duration(to: Instant.now).milliseconds
            Console.say("ok      \(name) (\(note), \(milliseconds) ms)")
        } catch {
            try wish.check(name)
            failures.append(name)
            Console.say("FAILED  \(name) (\(error))")
        }
    }

    /// Asks again and again until nothing is thrown, or the gateway has ended.
    ///
    /// - Returns: Milliseconds until then.
    /// - Throws: What the last try threw, once `limit` is over.
    func eventually(within limit: Duration, _ body: () throws -> Void) throws -> Int {
        let began = Instant.now
        while true {
            do {
                try body()
                return began.duration(to: Instant.now).milliseconds
            } catch {
                try wish.check("walk")
                let isOver = began.duration(to: Instant.now) >= limit
                guard !isOver, stage.gateway.exitStatus == nil else { throw error }
                usleep(20_000)
            }
        }
    }

    /// - Throws: a mismatch unless the answer has this status.
    func demand(_ status: Int, _ reply: LoopbackReply, _ what: String) throws(WalkMismatch) {
        try WalkMismatch.unlessEqual(reply.status, status, "\(what): status")
    }
}
