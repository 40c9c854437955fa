namespace LearnML.Contracts;

/// <summary>How the probabilities of classes are calibrated after the training.</summary>
public enum ProbabilityCalibration
{
    /// <summary>
    /// Temperature scaling: the logarithms of all probabilities are divided by one number, the temperature, so that they are less certain above 1 and
    /// more certain below (Guo et al. 2017, https://arxiv.org/abs/1706.04599).
    /// </summary>
    Temperature,
}
