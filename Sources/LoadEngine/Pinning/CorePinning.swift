internal import Basics
internal import Glibc
package import LoadModel

/// Keeps the load's loops and targets on this machine apart: each on cores of its own, so that one
/// doesn't take the time that the other is measured by.
///
/// Targets get back the cores that they had; a generator that is killed can't do that.
package final class CorePinning: Sendable {
    /// Of each loop, a core of its own; nil lets the kernel choose.
    package let loops: [Int?]
    private let mine: [Int]
    private let theirs: [Int]
    private let scenario: Scenario
    private let before = Locked<[Moved]>([])

    /// A thread, and the cores that it had.
    private struct Moved {
        let process: Int
        let thread: Int
        let mask: CoreMask
    }

    /// Chooses cores; nothing is moved yet.
    ///
    /// - Parameter loops: As the command line names their cores; one of nil: not named.
    package init(_ scenario: Scenario, loops: [Int?]) {
        let own = CoreMask(ofThread: 0)?.cores ?? []
        let isLocal = scenario.targets.contains(where: \.isLocal)
        let named = loops.compactMap { $0 }
        let mine = named.isEmpty ? Array(own.suffix(loops.count)) : named
        self.scenario = scenario
        self.mine = mine
        theirs = isLocal ? own.filter { !mine.contains($0) } : []
        self.loops = named.isEmpty && !theirs.isEmpty ? mine : loops
    }

    /// Moves targets on this machine off the load's cores: the processes that listen on their
    /// ports, and those that the scenario observes.
    ///
    /// - Returns: What was done in one line; nil where there is nothing to keep apart.
    package func apply() -> String? {
        guard !theirs.isEmpty else { return nil }
        let ports = scenario.targets.filter(\.isLocal).map(\.port)
        let targets = Set(ports.flatMap(Listeners.processes) + Self.observed(scenario)).sorted()
        return Self.text(mine, theirs, targets.filter { move($0, to: theirs) })
    }

    /// Those of `loops` that this process may not use.
    package static func foreign(among loops: [Int?]) -> [Int] {
        let own = CoreMask(ofThread: 0)?.cores ?? []
        return loops.compactMap { $0 }.filter { !own.contains($0) }
    }

    private static let mostThreads = 65_536
    private static let mostProcesses = 32_768

    private static func observed(_ scenario: Scenario) -> [Int] {
        let wanted = scenario.observe.flatMap(\.processes)
        guard !wanted.isEmpty else { return [] }
        return ProcFile.numbers(in: "/proc", most: mostProcesses).filter { number in
            guard let process = ProcessRecord(number), number != getpid() else { return false }
            return wanted.contains {
                switch $0 {
                case .id(let id): id == number
                case .named(let name): process.isNamed(name)
                }
            }
        }
    }

    /// - Returns: Whether every thread of a process keeps to `cores` now.
    private func move(_ process: Int, to cores: [Int]) -> Bool {
        let threads = ProcFile.numbers(in: "/proc/\(process)/task", most: Self.mostThreads)
        guard !threads.isEmpty else { return false }
        return threads.allSatisfy { thread in
            guard let mask = CoreMask(ofThread: thread) else { return true }
            let allowed = mask.cores.filter(cores.contains)
            guard !allowed.isEmpty else { return false }
            before.withLock { $0.append(Moved(process: process, thread: thread, mask: mask)) }
            return CoreMask(allowed).give(toThread: thread)
        }
    }

    private static func text(_ mine: [Int], _ theirs: [Int], _ moved: [Int]) -> String {
        func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
        let targets =
            moved.isEmpty
            ? "targets where they are: none of their processes is found or may be moved"
            : "targets on core \(list(theirs)): process \(list(moved))"
        return "load on core \(list(mine)), \(targets)"
    }

    /// Gives the targets' threads back what they had. Threads that they have begun meanwhile get
    /// what the first of their process had. From any thread.
    package func undo() {
        let moved = before.withLock { before in
            defer { before = [] }
            return before
        }
        for first in moved where first.thread == first.process {
            let threads = ProcFile.numbers(
                in: "/proc/\(first.process)/task",
                most: Self.mostThreads
            )
            for thread in threads { _ = first.mask.give(toThread: thread) }
        }
        for one in moved { _ = one.mask.give(toThread: one.thread) }
    }
}

extension Scenario.Source {
    fileprivate var processes: [Process] {
        if case .processes(let processes) = kind { processes } else { [] }
    }
}
