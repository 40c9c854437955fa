namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>Cells of a column that are numbers: how many, their range and their units.</summary>
internal sealed class NumberCells
{
    private const int MaximumUnits = 16;

    private Dictionary<string, int>? units;
    private int width;
    private bool hasOneWidth = true;

    /// <summary>The number of cells, whatever their unit.</summary>
    public int Count { get; private set; }

    /// <summary>The smallest number; positive infinity if there are none.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest number; negative infinity if there are none.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>The second largest number: the largest, if that occurs twice; negative infinity if there are fewer than two.</summary>
    public double SecondMaximum { get; private set; } = double.NegativeInfinity;

    /// <summary>The sum of the numbers.</summary>
    public double Sum { get; private set; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether all texts have the same length.</summary>
    public bool IsFixedWidth => Count > 0 && hasOneWidth && units is null;

    /// <summary>The most frequent unit; null if no cell has one.</summary>
    public string? Unit => units?.MaxBy(entry => entry.Value).Key;

    /// <summary>The number of cells that have the most frequent unit.</summary>
    public int CellsWithUnit => units?.Values.Max() ?? 0;

    /// <summary>The number of cells that have the most frequent unit, or none.</summary>
    public int Fitting => units is null ? Count : Count - units.Values.Sum() + units.Values.Max();

    /// <summary>Adds a cell without a unit.</summary>
    /// <param name="number">The number.</param>
    /// <param name="length">The length of the text.</param>
    public void Add(double number, int length = 0)
    {
        hasOneWidth &= length == width || Count == 0;
        width = length;
        Count++;
        Sum += number;
        Minimum = number < Minimum ? number : Minimum;
        if (number > SecondMaximum)
        {
            (SecondMaximum, Maximum) = number > Maximum ? (Maximum, number) : (number, Maximum);
        }

        IsWhole = IsWhole && number == Math.Floor(number);
    }

    /// <summary>Adds a cell.</summary>
    /// <param name="number">The number.</param>
    /// <param name="unit">The unit; empty if there is none.</param>
    /// <param name="length">The length of the text.</param>
    public void Add(double number, ReadOnlySpan<char> unit, int length = 0)
    {
        Add(number, length);
        if (!unit.IsEmpty)
        {
            AddUnit(unit.ToString());
        }
    }

    /// <summary>Returns the cells of both.</summary>
    public static NumberCells Combine(NumberCells first, NumberCells second) => new()
    {
        Count = first.Count + second.Count,
        Sum = first.Sum + second.Sum,
        Minimum = Math.Min(first.Minimum, second.Minimum),
        Maximum = Math.Max(first.Maximum, second.Maximum),
        SecondMaximum = Math.Max(Math.Max(first.SecondMaximum, second.SecondMaximum), Math.Min(first.Maximum, second.Maximum)),
        IsWhole = first.IsWhole && second.IsWhole,
        units = first.units is null && second.units is null ? null
            : (first.units ?? []).Concat(second.units ?? []).GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value), StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>Counts a unit. A column with very many units has none in common, so further ones are counted as one.</summary>
    private void AddUnit(string unit)
    {
        units ??= new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var name = units.Count < MaximumUnits || units.ContainsKey(unit) ? unit : units.Keys.First();
        units[name] = units.GetValueOrDefault(name) + 1;
    }
}
