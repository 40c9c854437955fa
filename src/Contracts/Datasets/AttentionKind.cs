namespace LearnML.Contracts;

/// <summary>The kind of a doubt about a table.</summary>
public enum AttentionKind
{
    /// <summary>Cells do not fit the column's type and are read as missing.</summary>
    InvalidCells,

    /// <summary>Most cells of a column of texts look like numbers or dates, but too many do not.</summary>
    MixedCells,

    /// <summary>A text such as "unknown" is read as missing in a column of numbers or dates.</summary>
    MissingMark,

    /// <summary>A column is left out as an identifier: it has a different value in every row.</summary>
    Identifier,

    /// <summary>A column is left out as a constant: it has the same value in every row, or none.</summary>
    Constant,

    /// <summary>A column of whole numbers looks like an identifier, but is used as a number.</summary>
    LikelyIdentifier,

    /// <summary>Digits are read as text, because they are codes: they start with zeros, or have more digits than a number keeps.</summary>
    Code,

    /// <summary>Numbers have a unit, such as $ or kg, which is left out.</summary>
    Unit,

    /// <summary>Some features have no value in some rows. Numbers and dates are filled with the mean; categories have an input for it.</summary>
    MissingValues,

    /// <summary>Numbers fit two readings: 1,234 may be 1234 or 1.234.</summary>
    DecimalMark,

    /// <summary>Dates fit two readings: 03/04/2026 may be in March or in April.</summary>
    DateOrder,

    /// <summary>The bytes of the file are not UTF-8, so that its letters are read in another way.</summary>
    Encoding,

    /// <summary>Dates have years of two digits, whose century is a choice.</summary>
    Century,

    /// <summary>Numbers in brackets are read as negative.</summary>
    Brackets,

    /// <summary>A column has one value and cells without a value. It is read as yes and no.</summary>
    OneValue,

    /// <summary>Categories differ only by case or spaces.</summary>
    Spelling,

    /// <summary>The first row may be a header or data.</summary>
    Header,

    /// <summary>The last rows are a total or a note and are left out, or the last row has the label of a total.</summary>
    TotalRow,

    /// <summary>Some rows are equal.</summary>
    RepeatedRows,

    /// <summary>The target is a whole number with few values, and may mean classes.</summary>
    Task,

    /// <summary>Rows have no target and are left out.</summary>
    MissingTarget,

    /// <summary>A workbook has other sheets, or an archive other files, which were not read.</summary>
    NotRead,
}
