namespace LearnML.Training.Explanations;

/// <summary>Computes one number for each of many rows: the prediction that is explained.</summary>
/// <param name="inputs">[rows, inputs], encoded.</param>
/// <param name="values">Receives the number of each row.</param>
internal delegate void ComputeValues(ReadOnlySpan<float> inputs, Span<double> values);
