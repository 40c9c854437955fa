namespace LearnML.Contracts;

/// <summary>What a network predicts.</summary>
public enum LearningTask
{
    /// <summary>One of several classes.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}
