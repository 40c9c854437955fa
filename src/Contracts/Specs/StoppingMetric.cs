namespace LearnML.Contracts;

/// <summary>The validation score that early stopping goes by.</summary>
public enum StoppingMetric
{
    /// <summary>The loss, the lower the better.</summary>
    Loss,

    /// <summary>The share of rows classified rightly, the higher the better. Belongs to classification.</summary>
    Accuracy,

    /// <summary>The root mean squared error, the lower the better. Belongs to regression.</summary>
    Rmse,

    /// <summary>The same of the logarithms. Belongs to regression of positive targets.</summary>
    LogRmse,
}
