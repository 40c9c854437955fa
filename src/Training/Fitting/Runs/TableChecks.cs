using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;
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

    private readonly Lazy<ulong[]> hashes = new(() => HashRows(prepared.Data, data.TrainRows, data.TrainTargets.SelectRows(data.TrainRows)));

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
        var counts = new RowCounts(rows, rows - data.TrainRows.Select(row => hashes.Value[row]).Distinct().Count(), validation, inTraining);
        return data.TestFile is null ? counts : counts with { Test = data.TestFile.Rows.Length, TestInTraining = CountTestRowsInTraining() };
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

    /// <summary>Counts the rows of the test file that the final network was trained on: those of the only split, or all.</summary>
    private int CountTestRowsInTraining()
    {
        var trained = (results is [var single] ? single.Split.Train : data.TrainRows).Select(row => hashes.Value[row]).ToHashSet();
        var rows = data.TestFile!.Rows;
        var tested = HashRows(data.EncodeTest(prepared)!, rows, data.TestTargets);
        return rows.Count(row => trained.Contains(tested[row]));
    }

    /// <summary>Returns the hash of the inputs and the target of each row of a part; 0 for rows that are not among <paramref name="rows"/>.</summary>
    /// <param name="encoded">The encoded rows of the part.</param>
    /// <param name="rows">The rows to hash.</param>
    /// <param name="targets">Their targets, in the order of <paramref name="rows"/>.</param>
    private static ulong[] HashRows(TensorDataset encoded, long[] rows, Targets targets)
    {
        var hashes = new ulong[encoded.Rows];
        var width = encoded.Width;
        var row = new float[width + 1];
        var position = 0;
        foreach (var chunk in rows.Chunk(InputColumns.ChunkRows))
        {
            var inputs = encoded.ReadRows(chunk);
            for (var index = 0; index < chunk.Length; index++, position++)
            {
                inputs.AsSpan(index * width, width).CopyTo(row);
                row[width] = targets.Classes.Length > 0 ? targets.Classes[position] : targets.Values[position];
                hashes[chunk[index]] = XxHash3.HashToUInt64(MemoryMarshal.AsBytes<float>(row));
            }
        }

        return hashes;
    }
}
