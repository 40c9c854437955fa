using LearnML.Contracts;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>A few steps of another framework: where it started and what it measured.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Task">What is predicted.</param>
/// <param name="Network">The layers.</param>
/// <param name="Optimizer">The rule of its steps.</param>
/// <param name="BatchSize">Rows per step; step s takes the rows from s * BatchSize % rows on.</param>
/// <param name="LabelSmoothing">The share of each class's probability that is spread over all.</param>
/// <param name="Inputs">The rows, one after another.</param>
/// <param name="Labels">The class index of each row; empty for numbers.</param>
/// <param name="Targets">The number of each row; empty for classes.</param>
/// <param name="Weights">The first values of each parameter.</param>
/// <param name="Losses">The mean loss of each step's batch, before the step.</param>
/// <param name="GradientNorms">The norm of all gradients together, by step.</param>
/// <param name="WeightsAfter">The weights after the last step.</param>
/// <param name="Outputs">The outputs of all rows after the last step.</param>
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
    float[] Outputs);
