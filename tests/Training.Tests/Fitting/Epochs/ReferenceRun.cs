using LearnML.Contracts;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>A few training steps in PyTorch: the initial weights and the results.</summary>
/// <param name="Name">The name, which says what is special about the run.</param>
/// <param name="Task">The learning task.</param>
/// <param name="Network">The layers.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="BatchSize">Rows per step; step s takes the rows from s * BatchSize % rows on.</param>
/// <param name="LabelSmoothing">The share of each label's probability that is spread over all classes.</param>
/// <param name="Inputs">The inputs, row by row.</param>
/// <param name="Labels">The class index of each row; empty for regression.</param>
/// <param name="Targets">The target of each row; empty for classification.</param>
/// <param name="Weights">The initial weights by parameter name.</param>
/// <param name="Losses">The mean loss of each step's batch, before the step.</param>
/// <param name="GradientNorms">The norm of the whole gradient in each step.</param>
/// <param name="WeightsAfter">The weights after the last step.</param>
/// <param name="Outputs">The outputs of all rows after the last step; with copies of rows, their means.</param>
internal sealed record ReferenceRun(
    string Name,
    LearningTask Task,
    NetworkSpec Network,
    OptimizerSpec Optimizer,
    int BatchSize,
    double LabelSmoothing,
    float[] Inputs,
    long[] Labels,
    float[] Targets,
    Dictionary<string, float[]> Weights,
    double[] Losses,
    double[] GradientNorms,
    Dictionary<string, float[]> WeightsAfter,
    float[] Outputs)
{
    /// <summary>The positions of the scaled numbers among the inputs, for periodic embeddings.</summary>
    public int[] Numbers { get; init; } = [];
}
