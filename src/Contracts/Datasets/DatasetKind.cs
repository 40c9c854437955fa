namespace LearnML.Contracts;

/// <summary>What the rows of a dataset are.</summary>
public enum DatasetKind
{
    /// <summary>Labelled images.</summary>
    Images,

    /// <summary>Rows of named columns.</summary>
    Table,
}
