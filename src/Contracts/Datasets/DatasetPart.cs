namespace LearnML.Contracts;

/// <summary>A part of a dataset.</summary>
public enum DatasetPart
{
    /// <summary>The rows to learn from.</summary>
    Train,

    /// <summary>The rows to score on.</summary>
    Test,
}
