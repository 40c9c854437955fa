namespace LearnML.Contracts;

/// <summary>The kind of a dataset's rows.</summary>
public enum DatasetKind
{
    /// <summary>Labelled images.</summary>
    Images,

    /// <summary>Rows of named columns.</summary>
    Table,
}
