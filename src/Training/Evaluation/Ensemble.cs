using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>What the networks of an ensemble say together.</summary>
internal static class Ensemble
{
    /// <summary>
    /// The mean of the members' outputs: of numbers themselves, of log-probabilities the logarithm of the mean probability.
    /// </summary>
    public static float[] Mean(LearningTask task, ReadOnlySpan<float[]> members)
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

    /// <summary>Relative to the largest, of which the exponential may be too small for a number.</summary>
    private static double LogOfMeanExponential(double[] values)
    {
        var largest = values.Max();
        return largest + Math.Log(values.Average(value => Math.Exp(value - largest)));
    }
}
