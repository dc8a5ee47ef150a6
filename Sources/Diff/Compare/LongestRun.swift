/// The longest part of a sequence that is in order already: whatever is not in it has moved.
enum LongestRun {
    /// Positions of a longest increasing subsequence of distinct numbers, in order. Cost: n log n.
    static func positions(of numbers: [Int]) -> [Int] {
        // For each length the position of the smallest number that ends a run of that length.
        var ends: [Int] = []
        var previous = Array(repeating: -1, count: numbers.count)
        for (position, number) in numbers.enumerated() {
            var low = 0
            var high = ends.count
            while low < high {
                let middle = (low + high) / 2
                if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[position] = ends[low - 1] }
            if low == ends.count { ends.append(position) } else { ends[low] = position }
        }
        var result: [Int] = []
        var place = ends.last ?? -1
        while place >= 0 {
            result.append(place)
            place = previous[place]
        }
        return result.reversed()
    }
}
