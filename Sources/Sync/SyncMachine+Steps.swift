package import OrthancModel

/// What a ``SyncMachine`` is told and what it asks for.
extension SyncMachine {
    package enum Event: Sendable, Equatable {
        case loaded(Standing)
        /// `/system`, with the identifier of the database where the store has one.
        case system(identifier: String?)
        case page(FeedPage)
        case end(FeedEnd)
        case probed(Probe)
        case counted(CountComparison)
        case scanned(IDComparison)
        /// Those that answered 404.
        case confirmed([OrthancID])
        /// The batch is in; these of its instances answered 404 although the index has them.
        case applied(vanished: [OrthancID])
        /// What was asked for is done: recorded, listed, added, removed, noted.
        case done
        /// The wait is over; these copies answered 404 to somebody.
        case woke(suspects: [OrthancID])
        /// The store or the index failed; nothing or all of the action may have happened.
        case failed
    }

    package enum Action: Sendable, Equatable {
        /// Read the standing back.
        case load
        case readSystem
        case readPage(PageRequest)
        /// Read the oldest row, the rows from a sequence on (inclusive; nil: the last few), then
        /// the counter.
        case readEnd(from: Int64?)
        /// Ask the store for so many known instances and for its statistics, and the index
        /// whether the store is known to hold the resource of the feed's oldest row.
        case probe(Int, oldest: FeedMark?)
        /// Fetch what the rows name; write effects, cursor and remembered rows in one transaction.
        case apply(FeedBatch)
        /// Write the standing.
        case record(Standing)
        /// List the whole store into the index.
        case listContents
        case count
        case scan
        case add([OrthancID])
        case confirm([OrthancID])
        case remove([OrthancID])
        /// Ask the store again whether what the index calls unstable has become stable.
        case settle
        /// Tell the index that the feed was just seen drained.
        case noteDrained
        case sleep(Duration)
    }

    /// How many of some known instances a store still has, and how many it has at all.
    package struct Probe: Sendable, Equatable {
        package var asked: Int
        package var present: Int
        package var instances: Int
        /// The resource of the feed's oldest row is known to be there.
        package var isOldestKnown: Bool

        package init(asked: Int, present: Int, instances: Int, isOldestKnown: Bool) {
            self.asked = asked
            self.present = present
            self.instances = instances
            self.isOldestKnown = isOldestKnown
        }
    }

    package enum Alarm: Sendable, Equatable {
        case databaseChanged(EpochBreak)
        /// So many instances are gone that they are kept until they are gone for some time.
        case massMissing(Int)
    }
}
