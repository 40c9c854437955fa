namespace LearnML.Contracts;

/// <summary>The type of a column's values, which determines how they become inputs of a network.</summary>
public enum ColumnType
{
    /// <summary>Numbers: one standardized input.</summary>
    Numeric,

    /// <summary>Categories without an order: one input for each category.</summary>
    Categorical,

    /// <summary>Two values such as true and false, yes and no, 0 and 1: handled as two categories.</summary>
    Boolean,

    /// <summary>Dates, with or without a time: several inputs.</summary>
    Date,

    /// <summary>A different value in every row. The column is left out, because it cannot help with other rows.</summary>
    Identifier,

    /// <summary>The same value in every row, or no values. The column is left out, because it has no information.</summary>
    Constant,
}
