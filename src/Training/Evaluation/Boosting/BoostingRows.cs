using LearnML.Training.Evaluation.Baselines;

namespace LearnML.Training.Evaluation.Boosting;

/// <summary>Rows to fit or to score boosted trees on.</summary>
/// <param name="Inputs">The inputs of the rows.</param>
/// <param name="Labels">The class index of each row, or its encoded target.</param>
/// <param name="Weights">The weight of each row; empty for equal weights.</param>
internal sealed record BoostingRows(InputColumns Inputs, float[] Labels, float[] Weights);
