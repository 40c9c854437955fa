namespace LearnML.Contracts;

/// <summary>The nonlinear function after a hidden layer.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>(e^x - e^-x) / (e^x + e^-x).</summary>
    Tanh,
}
