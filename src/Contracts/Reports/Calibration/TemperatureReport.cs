namespace LearnML.Contracts;

/// <summary>The temperature of a model's probabilities, and the log loss with and without it on the rows that the report describes.</summary>
/// <param name="Value">
/// The temperature with the lowest log loss on the rows that no network was trained on. Above 1, the network was too certain; below 1, not certain
/// enough.
/// </param>
/// <param name="IsApplied">
/// Whether the model's probabilities have it. They do if it lowers the log loss on rows that did not choose it: five parts of the rows, each with the
/// temperature of the other four.
/// </param>
/// <param name="LossBefore">The log loss in nats without it, weighted by the weights of the rows.</param>
/// <param name="LossAfter">
/// The log loss with it: of the test rows, or if there are none of the rows that chose it, each with the temperature of the parts that it is not in.
/// </param>
public sealed record TemperatureReport(double Value, bool IsApplied, double LossBefore, double LossAfter);
