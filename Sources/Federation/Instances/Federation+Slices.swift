package import Basics
import EventLoop
import GlobalIndex
import OrthancClient
package import OrthancModel
import Packing

/// The pixels of a series as one NumPy array.
package struct StackedPixels: Sendable {
    /// Ends as failed when a slice could not be had.
    package let body: ByteChannel
    /// nil when they are packed.
    package let length: Int64?
    package let provenance: Provenance
}

extension Federation {
    /// The slices of a series in their order. The index knows all that it takes; but what the
    /// answer names must be to be had.
    package func orderedSlices(
        _ series: OrthancID,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let order = try await sliceOrder(series)
        let (_, conflicts) = try await wholeList(.series, series)
        return Answer(order.text(), provenance.joined(conflicts))
    }

    /// The pixels of a series' slices behind each other, decoded by any holder of each.
    ///
    /// - Parameters:
    ///   - query: What is passed on about each slice.
    ///   - isPacked: As a ZIP with one entry `arr_0`.
    package func stackedPixels(
        _ series: OrthancID,
        query: [(name: String, value: String?)],
        isPacked: Bool
    ) async throws(FederationError) -> StackedPixels {
        let order = try await sliceOrder(series)
        let (_, provenance) = try await wholeList(.series, series)
        let reads = OrderedReads(self, about: order.slices.map(\.id), width: 4) { id in
            let path = ["instances", id.description, "numpy"]
            return OwnedQuestion(
                .instance,
                id,
                request: StoreRequest(.get, path, query: query),
                risk: .decodes
            )
        }
        let stack = PixelStack(reads, order)
        do {
            try await stack.begin()
        } catch {
            stack.close()
            throw error
        }
        let channel = try await body(of: stack, isPacked: isPacked)
        return StackedPixels(
            body: channel,
            length: isPacked ? nil : stack.length,
            provenance: provenance
        )
    }

    /// A small one is made whole first, so that slices that don't fit are still told.
    private func body(
        of stack: PixelStack,
        isPacked: Bool
    ) async throws(FederationError) -> ByteChannel {
        guard stack.length > Self.wholePixelBytes else {
            let channel = ByteChannel(capacity: Int(stack.length) + 64 << 10)
            defer { stack.close() }
            do {
                try await stack.run(into: channel, isPacked: isPacked)
            } catch let error as FederationError {
                throw error
            } catch {
                throw FederationError(.unavailable([]), doing: "stack slices")
            }
            channel.finish()
            return channel
        }
        let channel = ByteChannel(capacity: 64 << 10)
        loop.spawn {
            do {
                try await stack.run(into: channel, isPacked: isPacked)
                channel.finish()
            } catch {
                channel.fail()
            }
            stack.close()
        }
        return channel
    }

    /// Stacks up to this long are made whole before they are sent.
    private static let wholePixelBytes = 16 << 20

    private func sliceOrder(_ series: OrthancID) async throws(FederationError) -> SliceOrder {
        let resource = try await known(.series, series, isStrict: false)
        let instances = try await instances(ofSeries: series)
        do {
            return try SliceOrder(series, MainTags(resource.tags), instances)
        } catch {
            throw FederationError(.fault(error), doing: "order slices")
        }
    }
}
