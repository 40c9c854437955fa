namespace LearnML.Contracts;

/// <summary>What the values of a table's column are, and so how a network takes them in.</summary>
public enum ColumnType
{
    /// <summary>Numbers with an order: one standardized input.</summary>
    Numeric,

    /// <summary>Names without an order: one input for each.</summary>
    Categorical,

    /// <summary>Two values such as true and false, yes and no, 0 and 1: two categories.</summary>
    Boolean,

    /// <summary>Days, with or without a time of day: several inputs.</summary>
    Date,

    /// <summary>A different value in every row: says nothing of other rows, and is left out.</summary>
    Identifier,

    /// <summary>The same value in every row, or none: says nothing, and is left out.</summary>
    Constant,
}
