namespace LearnML.Training.Evaluation.Boosting;

/// <summary>LightGBM could not do what was asked, for example because there is too little memory.</summary>
/// <param name="message">What LightGBM says.</param>
internal sealed class LightGbmException(string message) : Exception(message);
