namespace LearnML.Api.Models.Serving;

/// <summary>The kinds of warnings that belong to one column.</summary>
internal enum WarningKind
{
    /// <summary>The model cannot use a value.</summary>
    Value,

    /// <summary>A name differs from that of a column only by case or surrounding spaces.</summary>
    SimilarName,

    /// <summary>The model has no column with a name.</summary>
    UnknownName,
}
