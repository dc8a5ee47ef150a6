/// Does many things, a few at a time.
package enum BoundedFanOut {
    /// Works on every item with at most `width` at once and hands over the results as they come.
    ///
    /// The next item begins only when `take` has taken a result, so a slow taker slows the workers down. The first error
    /// cancels what still runs.
    ///
    /// - Parameter take: called for one result at a time, in the order of completion.
    package static func forEach<Item: Sendable, Output: Sendable, Failure: Error>(
        _ items: some Sequence<Item>, width: Int,
        work: @escaping @Sendable (Item) async throws(Failure) -> Output,
        take: (Item, Output) async throws(Failure) -> Void
    ) async throws(Failure) {
        let outcome: Result<Void, Failure> = await withTaskGroup(of: Done<Item, Output, Failure>.self) { group in
            var rest = items.makeIterator()
            func begin() {
                guard let item = rest.next() else { return }
                group.addTask {
                    do throws(Failure) {
                        return Done(item: item, result: .success(try await work(item)))
                    } catch {
                        return Done(item: item, result: .failure(error))
                    }
                }
            }
            for _ in 0..<max(1, width) { begin() }
            while let done = await group.next() {
                do throws(Failure) {
                    try await take(done.item, try done.result.get())
                } catch {
                    group.cancelAll()
                    return .failure(error)
                }
                begin()
            }
            return .success(())
        }
        try outcome.get()
    }

    private struct Done<Item: Sendable, Output: Sendable, Failure: Error>: Sendable {
        let item: Item
        let result: Result<Output, Failure>
    }
}
