namespace LearnML.Training.Explanations;

/// <summary>
/// Computes the outputs of models for many rows. Several models, such as those of the folds of a cross-validation, are computed together, each for
/// rows of its own.
/// </summary>
/// <param name="inputs">The encoded rows of each model, [rows, inputs].</param>
/// <param name="cancellationToken">Cancels the computation.</param>
/// <returns>The outputs of each model, [rows, outputs].</returns>
internal delegate float[][] ComputeOutputs(IReadOnlyList<ReadOnlyMemory<float>> inputs, CancellationToken cancellationToken);
