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
        for (var index = 0; index < mean.Length; index++)
        {
            double sum = 0;
            foreach (var member in members)
            {
                sum += task == LearningTask.Classification ? Math.Exp(member[index]) : member[index];
            }

            mean[index] = (float)(task == LearningTask.Classification ? Math.Log(sum / members.Length) : sum / members.Length);
        }

        return mean;
    }
}
