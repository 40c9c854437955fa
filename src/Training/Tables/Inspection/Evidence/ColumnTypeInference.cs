using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>
/// Infers the type of a column. Every cell is tried as a number, a date and a word at once. The reading that fits nearly all cells wins, so
/// that single cells do not change the type of a column.
/// </summary>
/// <param name="name">The column's name.</param>
/// <param name="fileMarks">The fields that mean a missing value in the whole file.</param>
internal sealed class ColumnTypeInference(string name, MissingMarks fileMarks)
{
    /// <summary>The share of cells that may not fit. Below 20 cells, all must fit.</summary>
    private const double InvalidShare = 0.05;

    /// <summary>The share of cells that may have one and the same text, such as "not measured", in a column of numbers or dates.</summary>
    private const double SameTextShare = 0.3;

    private const double CodeShare = 0.01;

    /// <summary>Whole numbers in a smaller range that have letters behind them are names, such as 4G and 5G or 2WD and 4WD.</summary>
    private const double MinimumRangeWithUnit = 10;

    private readonly NumberEvidence numbers = new();
    private readonly DateEvidence dates = new();
    private readonly WordEvidence words = new();
    private readonly Dictionary<string, int> usualMarks = [];
    private int usualMarkCount;
    private int minusCount;

    /// <summary>The number of rows with a text that is not a missing mark of the file.</summary>
    public int ValueCount { get; private set; }

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount { get; private set; }

    /// <summary>Whether the column has exactly two values that mean no and yes.</summary>
    public bool IsBoolean => words.IsBoolean || (words.IsOnlyPlus && minusCount > 0);

    /// <summary>
    /// Whether the values are row numbers: whole numbers that rise by one in every row, from 0 or 1 unless the name says identifier.
    /// </summary>
    public bool IsRowNumber => MissingCount == 0 && usualMarkCount == 0 && numbers.IsConsecutive
        && (numbers.StartsAtZeroOrOne || HasIdentifierName);

    /// <summary>Whether the name ends as those of identifiers do: order_id, invoice number, Kundennr.</summary>
    public bool HasIdentifierName => NameHints.IsIdentifier(name);

    /// <summary>Whether the column has numbers that only a decimal point reads, and none that only a comma reads.</summary>
    public bool ShowsPoint => numbers.PointOnly > numbers.CommaOnly;

    /// <summary>Whether the column has numbers that only a decimal comma reads, and none that only a point reads.</summary>
    public bool ShowsComma => numbers.CommaOnly > numbers.PointOnly && numbers.Rejected.Count <= ValueCount / 2;

    /// <summary>Adds the text of one row.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (fileMarks.IsMissing(text))
        {
            MissingCount++;
            minusCount += text is ['-'] ? 1 : 0;
            return;
        }

        ValueCount++;
        words.Add(text);
        if (numbers.TryAddSimple(text, out var isWhole))
        {
            dates.AddNumber(text, isWhole);
        }
        else if (MissingMarks.IsUsual(text))
        {
            AddUsualMark(text);
        }
        else
        {
            numbers.AddMarked(text);
            dates.Add(text);
        }
    }

    /// <summary>Chooses how the column is read.</summary>
    /// <param name="requested">The type that the caller set; null: it is inferred.</param>
    /// <param name="defaults">The readings to use where the column fits several.</param>
    public ColumnReading Choose(ColumnType? requested, AmbiguityDefaults defaults)
    {
        var decimalMark = ChooseDecimalMark(defaults);
        var cells = numbers.With(decimalMark);
        var isCode = IsCode(cells);
        var order = ChooseDateOrder(defaults);
        var dateCount = CountDates(order);
        var type = requested ?? (
            IsBoolean ? ColumnType.Boolean
            : ValueCount == 0 ? ColumnType.Constant
            : Fits(dateCount, dates.Rejected) || AreTimesOfDay ? ColumnType.Date
            : Fits(cells.Fitting, numbers.Rejected) && !isCode ? ColumnType.Numeric
            : ColumnType.Categorical);
        var nearlyType = requested is not null || type != ColumnType.Categorical || isCode ? null : ChooseNearlyType();
        return new ColumnReading(type, CreateFormat(type, decimalMark, cells, order, defaults))
        {
            NearlyType = nearlyType,
            NearlyFormat = nearlyType is { } nearly ? CreateFormat(nearly, decimalMark, cells, order, defaults) : null,
            Sum = cells.Sum,
            Brackets = type == ColumnType.Numeric ? numbers.Brackets : 0,
            BracketExample = numbers.BracketExample,
            PointGroupExample = type == ColumnType.Numeric ? numbers.PointGroupExample : null,
            ShortYears = type == ColumnType.Date ? dates.ShortYears : 0,
            ShortYearExample = dates.ShortYearExample,
            Minimum = cells.Minimum,
            Maximum = cells.Maximum,
            SecondMaximum = cells.SecondMaximum,
            CellsWithUnit = cells.CellsWithUnit,
            HasFactors = type == ColumnType.Numeric && numbers.HasFactors,
            IsWhole = type == ColumnType.Numeric && cells.IsWhole,
            IsCode = requested is null && type == ColumnType.Categorical && isCode && Fits(cells.Fitting, numbers.Rejected),
            AmbiguousNumber = type == ColumnType.Numeric && IsDecimalMarkInDoubt(defaults) ? numbers.AmbiguousExample : null,
            AmbiguousDate = type == ColumnType.Date && defaults.DateOrder is null && dates.DayFirst == dates.MonthFirst
                ? dates.AmbiguousExample : null,
        };
    }

    private CellFormat? CreateFormat(ColumnType type, char decimalMark, NumberCells cells, DateOrder order, AmbiguityDefaults defaults)
    {
        var format = type switch
        {
            ColumnType.Numeric => new CellFormat
            {
                DecimalMark = decimalMark == defaults.DecimalMark ? null : decimalMark,
                Unit = cells.Unit,
                MissingMarks = ListMissingMarks(numbers.Rejected),
            },
            ColumnType.Date => new CellFormat
            {
                DateOrder = order == DateOrder.DayFirst ? null : order,
                TimeOfDay = AreTimesOfDay ? true : null,
                MissingMarks = ListMissingMarks(dates.Rejected),
            },
            ColumnType.Boolean when words.IsOnlyPlus && minusCount > 0 => new CellFormat { Values = ["-"] },
            _ => new CellFormat(),
        };
        return format == new CellFormat() ? null : format;
    }

    /// <summary>
    /// Returns the texts that mean a missing value in this column only; null if there are none. A text with a digit, such as 90+ or below 0.5, says
    /// something about the value, so it is no such mark.
    /// </summary>
    private string[]? ListMissingMarks(RejectedTexts rejected)
    {
        string[] marks = [.. usualMarks.Keys];
        if (rejected.OnlyText is { } text && rejected.Count > 1 && !text.Any(char.IsAsciiDigit))
        {
            marks = [.. marks, text];
        }

        return marks.Length == 0 ? null : marks;
    }

    /// <summary>Whether nearly all cells are times of day.</summary>
    private bool AreTimesOfDay => Fits(dates.TimesOfDay, new RejectedTexts());

    /// <summary>Chooses the type that half of the cells have or look like, numbers with any mark and unit; null if there is none.</summary>
    private ColumnType? ChooseNearlyType()
    {
        var half = (ValueCount - usualMarkCount + 1) / 2;
        return numbers.CountWithAnyMark >= half ? ColumnType.Numeric
            : dates.InEitherOrder + dates.TimesOfDay + dates.Unread >= half ? ColumnType.Date
            : null;
    }

    /// <summary>Whether enough cells fit a type: nearly all, or all but those with one and the same text.</summary>
    private bool Fits(int count, RejectedTexts rejected)
    {
        var all = ValueCount - usualMarkCount;
        if (count == 0 || 2 * all < ValueCount)
        {
            return false;
        }

        var invalid = all - count;
        return invalid <= (int)(InvalidShare * all)
            || (rejected.OnlyText is not null && rejected.Count == invalid && invalid <= SameTextShare * all && count > 2);
    }

    /// <summary>
    /// Whether digits are a code: some start with 0, they have more digits than a double keeps, the name says that they are postal codes, they
    /// are nine or more digits in groups as telephone numbers are, or they are a few whole numbers with a capital letter behind them.
    /// </summary>
    private bool IsCode(NumberCells cells) =>
        (numbers.LeadingZeros > CodeShare * ValueCount && !numbers.HasDecimals)
        || (numbers.LeadingZeros > 0 && numbers.IsFixedWidth)
        || numbers.LongDigits > InvalidShare * ValueCount
        || (cells.IsWhole && numbers.IsFixedWidth && NameHints.IsPostalCode(name))
        || numbers.LongGroups > (1 - InvalidShare) * ValueCount
        || (cells is { IsWhole: true, Unit: { } unit } && char.IsUpper(unit[0]) && cells.Maximum - cells.Minimum < MinimumRangeWithUnit);

    /// <summary>
    /// Chooses the decimal separator that reads more cells. If both read all: 1.234 has decimals and 1,234 has thousands, unless other
    /// columns show otherwise.
    /// </summary>
    private char ChooseDecimalMark(AmbiguityDefaults defaults)
    {
        if (defaults.IsDecimalMarkSet && IsNearlyAll(numbers.With(defaults.DecimalMark).Count, numbers.Count))
        {
            return defaults.DecimalMark;
        }

        if (numbers.PointOnly != numbers.CommaOnly)
        {
            return numbers.PointOnly > numbers.CommaOnly ? '.' : ',';
        }

        if (defaults.IsDecimalMarkSet || numbers.AmbiguousExample is not { } example || numbers.PointOnly > 0)
        {
            return defaults.DecimalMark;
        }

        var hasThousands = numbers.HasPlain && numbers.ArePlainBelowThousand;
        return example.Contains(',', StringComparison.Ordinal)
            ? defaults.PrefersComma && !hasThousands ? ',' : '.'
            : defaults.PrefersComma && hasThousands ? ',' : defaults.DecimalMark;
    }

    private static bool IsNearlyAll(int count, int all) => count >= (1 - InvalidShare) * all;

    /// <summary>
    /// Whether every cell fits both separators. A point is no doubt: it is the decimal separator, unless other columns have decimal commas, fields
    /// end with semicolons, or the numbers without a point are all below a thousand.
    /// </summary>
    private bool IsDecimalMarkInDoubt(AmbiguityDefaults defaults) =>
        !defaults.IsDecimalMarkSet && numbers.PointOnly + numbers.CommaOnly == 0
        && numbers.AmbiguousExample is { } example
        && (example.Contains(',', StringComparison.Ordinal) || defaults.PrefersComma || (numbers.HasPlain && numbers.ArePlainBelowThousand));

    private DateOrder ChooseDateOrder(AmbiguityDefaults defaults)
    {
        var set = defaults.DateOrder;
        if (set is { } order && IsNearlyAll(CountDates(order), Math.Max(dates.DayFirst, dates.MonthFirst)))
        {
            return order;
        }

        if (dates.DayFirst != dates.MonthFirst)
        {
            return dates.DayFirst > dates.MonthFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;
        }

        var hasSlash = dates.AmbiguousExample?.Contains('/', StringComparison.Ordinal) == true;
        return hasSlash && !defaults.PrefersComma ? DateOrder.MonthFirst : DateOrder.DayFirst;
    }

    private int CountDates(DateOrder order) => order == DateOrder.DayFirst ? dates.DayFirst : dates.MonthFirst;

    private void AddUsualMark(ReadOnlySpan<char> text)
    {
        usualMarkCount++;
        var lookup = usualMarks.GetAlternateLookup<ReadOnlySpan<char>>();
        lookup[text] = lookup.TryGetValue(text, out var count) ? count + 1 : 1;
    }
}
