using LearnML.Api.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Api.Storage.Recovery;

/// <summary>
/// Finds uploaded datasets again: checkpoints name the dataset that they were trained on, its hash, and the types of its columns.
/// </summary>
/// <param name="options">The settings; they name the folder of the files.</param>
internal sealed class RecoveredUploads(LearnMLOptions options)
{
    /// <summary>Returns the rows of the datasets whose files are still there. Of several datasets with one name the newest is used.</summary>
    /// <param name="versions">The model versions.</param>
    /// <param name="onFailed">Receives the message of each file that cannot be read.</param>
    public IEnumerable<UploadRow> Find(IEnumerable<RecoveredVersion> versions, Action<string> onFailed)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var version in versions.OrderByDescending(version => version.SavedAt))
        {
            var (name, path) = (version.Description.Spec.Dataset, options.UploadFile(version.Description.DatasetHash));
            if (version.Description.Table is not null && File.Exists(path) && names.Add(name)
                && TryInspect(path, version.Description, onFailed) is { } profile)
            {
                yield return new UploadRow
                {
                    Name = name,
                    ContentHash = version.Description.DatasetHash,
                    FileName = name + ".csv",
                    Target = version.Description.Spec.Target,
                    CreatedAt = File.GetLastWriteTimeUtc(path),
                    Profile = profile,
                };
            }
        }
    }

    private TableProfile? TryInspect(string path, CheckpointDescription description, Action<string> onFailed)
    {
        var format = description.Table!.Format;
        var types = description.Table.Columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        if (description.Scored is { Target: { } target })
        {
            types[target.Name] = target.Type;
        }

        try
        {
            return TableInspector.Inspect(path, description.Spec.Dataset, new InspectionOptions
            {
                Delimiter = format.Delimiter,
                Quote = format.Quote,
                Encoding = format.Encoding,
                MaximumColumns = options.Limits.TableColumns,
                Settings = new DatasetPatch
                {
                    Target = description.Spec.Target,
                    Columns = types,
                    Header = format.Header,
                    DecimalMark = format.DecimalMark,
                },
            });
        }
        catch (Exception exception) when (exception is TableFormatException or IOException)
        {
            onFailed($"The dataset {description.Spec.Dataset}: {exception.Message}");
            return null;
        }
    }
}
