using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Looks at the encoded rows of a table for repetitions and for features that give the target away.</summary>
/// <param name="data">The data that was trained on.</param>
/// <param name="prepared">The encoded rows, with the columns of the table.</param>
/// <param name="results">The result of the single split, or of each fold.</param>
internal sealed class TableChecks(TrainingData data, PreparedData prepared, IReadOnlyList<SplitResult> results)
{
    /// <summary>Features are looked at in at most this many rows, and at most this many inputs of them together.</summary>
    private const int MaximumSampledRows = 2000;
    private const int MaximumSampledInputs = 1 << 20;

    private const ulong Seed = 0;

    private readonly Lazy<ulong[]> hashes = new(() => HashRows(data, prepared));

    /// <summary>Counts rows with the same inputs and the same target.</summary>
    public RowCounts CountRepeatedRows()
    {
        var (validation, inTraining) = (0, 0);
        foreach (var split in results.Select(result => result.Split))
        {
            var trained = split.Train.Select(row => hashes.Value[row]).ToHashSet();
            validation += split.Validation.Length;
            inTraining += split.Validation.Count(row => trained.Contains(hashes.Value[row]));
        }

        var rows = data.TrainRows.Length;
        return new RowCounts(rows, rows - data.TrainRows.Select(row => hashes.Value[row]).Distinct().Count(), validation, inTraining);
    }

    /// <summary>Diagnoses features that alone give the target away, in a sample of the rows without repetitions.</summary>
    public IEnumerable<Diagnosis> DiagnoseLeaks()
    {
        var count = Math.Min(MaximumSampledRows, MaximumSampledInputs / Math.Max(prepared.Data.Width, 1));
        var different = data.TrainRows.DistinctBy(row => hashes.Value[row]).ToArray();
        var rows = new SplitMix64(Seed).NextPermutation(different.Length).Take(count).Select(index => different[index]).ToArray();
        var features = new List<InputFeature>();
        var start = 0;
        foreach (var column in prepared.TablePreprocessing!.Columns)
        {
            features.Add(new InputFeature(column.Name, start, column.Width, column.Category is not null));
            start += column.Width;
        }

        return LeakDiagnoses.Diagnose(features, prepared.Data.ReadColumns(rows), data.TrainTargets.SelectRows(rows), data.Classes.Count);
    }

    /// <summary>Returns the hash of the inputs and the target of each row of the training part that has a target; 0 for the others.</summary>
    private static ulong[] HashRows(TrainingData data, PreparedData prepared)
    {
        var hashes = new ulong[data.TrainTargets.Count];
        var width = prepared.Data.Width;
        var row = new float[width + 1];
        foreach (var chunk in data.TrainRows.Chunk(InputColumns.ChunkRows))
        {
            var inputs = prepared.Data.ReadRows(chunk);
            for (var index = 0; index < chunk.Length; index++)
            {
                inputs.AsSpan(index * width, width).CopyTo(row);
                row[width] = data.Task == LearningTask.Classification
                    ? data.TrainTargets.Classes[chunk[index]]
                    : data.TrainTargets.Values[chunk[index]];
                hashes[chunk[index]] = XxHash3.HashToUInt64(MemoryMarshal.AsBytes<float>(row));
            }
        }

        return hashes;
    }
}
