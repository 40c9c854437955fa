namespace LearnML.Contracts;

/// <summary>A metric in which a network is compared with baselines.</summary>
public enum BaselineMetric
{
    /// <summary>The mean loss per row.</summary>
    Loss,

    /// <summary>The share of correctly classified rows.</summary>
    Accuracy,

    /// <summary>The root mean squared error, in the unit of the target.</summary>
    Rmse,
}
