namespace LearnML.Contracts;

/// <summary>The validation metric that early stopping watches.</summary>
public enum StoppingMetric
{
    /// <summary>The loss; lower is better.</summary>
    Loss,

    /// <summary>The share of correctly classified rows; higher is better. Only for classification.</summary>
    Accuracy,

    /// <summary>The root mean squared error; lower is better. Only for regression.</summary>
    Rmse,

    /// <summary>The mean absolute error; lower is better. Only for regression.</summary>
    Mae,

    /// <summary>The root mean squared error of the logarithms; lower is better. Only for regression with positive targets.</summary>
    LogRmse,
}
