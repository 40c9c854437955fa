using LearnML.Contracts;
using LearnML.Training.Tables.Inspection.Evidence;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection;

/// <summary>A column between the first and the second pass: how it is read, and what is counted.</summary>
internal sealed class InspectedColumn
{
    private const int MaximumTextLength = 200;

    /// <summary>Chooses how a column is read.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="inference">The result of the first pass.</param>
    /// <param name="requested">The type that the caller set; null: it is inferred.</param>
    /// <param name="defaults">The readings to use where the column fits several.</param>
    /// <param name="fileMarks">The fields that mean a missing value in the whole file.</param>
    /// <param name="budget">How much of the column is kept in memory.</param>
    public InspectedColumn(
        string name,
        ColumnTypeInference inference,
        ColumnType? requested,
        AmbiguityDefaults defaults,
        MissingMarks fileMarks,
        ColumnBudget budget)
    {
        (Name, Inference, Requested) = (name, inference, requested);
        Reading = inference.Choose(requested, defaults);
        Type = Reading.Type;
        Statistics = new ColumnStatistics(Reading, fileMarks.For(Reading.Format), defaults.DecimalMark, budget);
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The result of the first pass.</summary>
    public ColumnTypeInference Inference { get; }

    /// <summary>The type that the caller set; null: it is inferred.</summary>
    public ColumnType? Requested { get; }

    /// <summary>How the column is read.</summary>
    public ColumnReading Reading { get; }

    /// <summary>The result of the second pass.</summary>
    public ColumnStatistics Statistics { get; }

    /// <summary>The type: that of <see cref="Reading"/> until it is refined to an identifier, a constant or a yes and no.</summary>
    public ColumnType Type { get; set; }

    /// <summary>Whether a network can use the column.</summary>
    public bool IsUsable => Type is not (ColumnType.Identifier or ColumnType.Constant);

    /// <summary>Returns the profile of the column. Long texts are cut, because a cell can have millions of characters.</summary>
    public ColumnProfile ToProfile(bool excluded) => new()
    {
        Name = Name,
        Type = Type,
        Excluded = excluded,
        Count = Statistics.Count,
        Missing = Statistics.MissingCount,
        Invalid = Statistics.Invalid.Count,
        Distinct = Statistics.DistinctCount,
        Format = Reading.Format,
        Numbers = Statistics.Numbers,
        Dates = Statistics.Dates,
        Top = Statistics.MostFrequent is { } top ? [.. top.Select(category => category with { Value = Shorten(category.Value) })] : null,
    };

    private static string Shorten(string text) => text.Length <= MaximumTextLength ? text : text[..MaximumTextLength] + "...";
}
