/// What a timer wakes. One object may own many timers, told apart by their tag.
package protocol TimerTarget: AnyObject {
    /// Called on the loop's thread, once, unless the timer was cancelled.
    func timerFired(tag: Int)
}

/// Names one pending timer; stale tokens are recognised by their generation.
package struct TimerToken: Sendable, Equatable {
    let index: Int
    let generation: UInt32
}

/// Timers hashed by tick: O(1) to set and to cancel, which nearly all of ours are.
///
/// Resolution is one tick (4 ms); a timer never fires early. A value driven by whoever knows the
/// time, so tests need no clock.
struct TimerWheel {
    static let tickMilliseconds = 4
    private static let slotCount = 1024

    private struct Entry {
        var target: (any TimerTarget)?
        var tag = 0
        var tick = 0
        var previous = -1
        var next = -1
        var generation: UInt32 = 0
    }

    private var entries: [Entry] = []
    private var free: [Int] = []
    private var slots = [Int](repeating: -1, count: slotCount)
    private var current = 0
    private(set) var count = 0

    /// Sets a timer that fires at the first tick not before `milliseconds`.
    mutating func insert(milliseconds: Int, target: any TimerTarget, tag: Int) -> TimerToken {
        let tick = max(
            current + 1,
            (milliseconds + Self.tickMilliseconds - 1) / Self.tickMilliseconds
        )
        let index =
            free.popLast()
            ?? {
                entries.append(Entry())
                return entries.count - 1
            }()
        let slot = tick % Self.slotCount
        entries[index].target = target
        entries[index].tag = tag
        entries[index].tick = tick
        entries[index].previous = -1
        entries[index].next = slots[slot]
        if slots[slot] >= 0 { entries[slots[slot]].previous = index }
        slots[slot] = index
        count += 1
        return TimerToken(index: index, generation: entries[index].generation)
    }

    /// Forgets a timer; a fired or cancelled one is ignored.
    mutating func cancel(_ token: TimerToken) {
        guard entries[token.index].generation == token.generation else { return }
        remove(token.index)
    }

    /// Names what is due at `milliseconds`, in order of tick. ``take(_:)`` then fires each, unless
    /// one that fired before it has cancelled it.
    mutating func expire(milliseconds: Int, into due: inout [TimerToken]) {
        let last = milliseconds / Self.tickMilliseconds
        guard last > current else { return }
        let first = current + 1
        current = last
        guard count > 0 else { return }
        for tick in first...min(last, first + Self.slotCount - 1) {
            var index = slots[tick % Self.slotCount]
            while index >= 0 {
                if entries[index].tick <= last {
                    due.append(TimerToken(index: index, generation: entries[index].generation))
                }
                index = entries[index].next
            }
        }
    }

    /// Takes out a timer, nil when it has fired or was cancelled.
    mutating func take(_ token: TimerToken) -> (target: any TimerTarget, tag: Int)? {
        guard entries[token.index].generation == token.generation,
            let target = entries[token.index].target
        else { return nil }
        let tag = entries[token.index].tag
        remove(token.index)
        return (target, tag)
    }

    /// Milliseconds at which the next timer could be due, looking at most one second ahead.
    func nextWake(after milliseconds: Int) -> Int? {
        guard count > 0 else { return nil }
        let horizon = 1000 / Self.tickMilliseconds
        for tick in (current + 1)...(current + horizon) {
            var index = slots[tick % Self.slotCount]
            while index >= 0 {
                if entries[index].tick == tick { return tick * Self.tickMilliseconds }
                index = entries[index].next
            }
        }
        return (current + horizon) * Self.tickMilliseconds
    }

    private mutating func remove(_ index: Int) {
        let entry = entries[index]
        if entry.previous >= 0 {
            entries[entry.previous].next = entry.next
        } else {
            slots[entry.tick % Self.slotCount] = entry.next
        }
        if entry.next >= 0 { entries[entry.next].previous = entry.previous }
        entries[index].target = nil
        entries[index].generation &+= 1
        free.append(index)
        count -= 1
    }
}
