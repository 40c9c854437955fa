using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>Combines the outputs of the networks of an ensemble.</summary>
internal static class Ensemble
{
    /// <summary>
    /// Returns the mean of the members' outputs: for regression the mean of the numbers, for classification the logarithm of the mean
    /// probability.
    /// </summary>
    public static float[] AverageOutputs(LearningTask task, ReadOnlySpan<float[]> members)
    {
        if (members.Length == 1)
        {
            return members[0];
        }

        var mean = new float[members[0].Length];
        var values = new double[members.Length];
        for (var index = 0; index < mean.Length; index++)
        {
            for (var member = 0; member < values.Length; member++)
            {
                values[member] = members[member][index];
            }

            mean[index] = (float)(task == LearningTask.Classification ? LogOfMeanExponential(values) : values.Average());
        }

        return mean;
    }

    /// <summary>Returns log(mean(exp(values))). Subtracts the largest value first, so that not every exponential underflows to 0.</summary>
    private static double LogOfMeanExponential(double[] values)
    {
        var largest = values.Max();
        return largest + Math.Log(values.Average(value => Math.Exp(value - largest)));
    }
}
