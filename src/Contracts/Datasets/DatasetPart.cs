namespace LearnML.Contracts;

/// <summary>A part of a dataset.</summary>
public enum DatasetPart
{
    /// <summary>The rows for training.</summary>
    Train,

    /// <summary>The rows for testing.</summary>
    Test,
}
