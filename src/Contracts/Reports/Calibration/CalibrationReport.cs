namespace LearnML.Contracts;

/// <summary>The rows that intervals and sets are calibrated with. No network was trained on the rows that it was calibrated with.</summary>
/// <param name="Method">Whose errors are used.</param>
/// <param name="Rows">
/// The number of rows: the validation rows, or after a cross-validation all rows with an out-of-fold prediction, each once. Rows with the weight 0
/// do not count; others count once, whatever their weight.
/// </param>
/// <param name="RowsChoseModel">
/// Whether the rows also chose the epoch, ended the training, lowered the learning rate or chose the best trial of a search. Then the errors on them
/// are slightly too small, and so are intervals and sets. If they chose nothing, <see cref="CalibrationMethod.Holdout"/> guarantees the coverage for
/// new rows that are exchangeable with them.
/// </param>
public sealed record CalibrationReport(CalibrationMethod Method, int Rows, bool RowsChoseModel);
