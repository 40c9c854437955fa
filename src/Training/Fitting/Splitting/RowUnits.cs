namespace LearnML.Training.Fitting.Splitting;

/// <summary>
/// The rows to split, in units that stay whole: a group, a set of equal rows, or a single row. Rows are positions in the list of rows to split.
/// The units are numbered from 0, in the order of their first rows.
/// </summary>
internal sealed class RowUnits
{
    private readonly int[] starts;
    private readonly int[] rows;

    /// <param name="codes">A code for each row. Rows with the same code are one unit.</param>
    public RowUnits(int[] codes)
    {
        var numbers = new Dictionary<int, int>();
        var unitOf = new int[codes.Length];
        for (var row = 0; row < codes.Length; row++)
        {
            numbers.TryAdd(codes[row], numbers.Count);
            unitOf[row] = numbers[codes[row]];
        }

        Count = numbers.Count;
        rows = [.. Enumerable.Range(0, codes.Length)];
        starts = new int[Count + 1];
        foreach (var unit in unitOf)
        {
            starts[unit + 1]++;
        }

        for (var unit = 0; unit < Count; unit++)
        {
            starts[unit + 1] += starts[unit];
        }

        var next = starts[..Count];
        for (var row = 0; row < codes.Length; row++)
        {
            rows[next[unitOf[row]]++] = row;
        }
    }

    /// <summary>The number of units.</summary>
    public int Count { get; }

    /// <summary>The number of rows of all units.</summary>
    public int RowCount => rows.Length;

    /// <summary>Returns the number of rows of a unit.</summary>
    public int SizeOf(int unit) => starts[unit + 1] - starts[unit];

    /// <summary>Returns the rows of a unit, in ascending order.</summary>
    public ReadOnlySpan<int> RowsOf(int unit) => rows.AsSpan(starts[unit]..starts[unit + 1]);

    /// <summary>Returns the rows of several units, unit by unit.</summary>
    public int[] RowsOf(IEnumerable<int> units)
    {
        var result = new List<int>();
        foreach (var unit in units)
        {
            result.AddRange(RowsOf(unit));
        }

        return [.. result];
    }
}
