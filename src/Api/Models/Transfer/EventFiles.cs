using LearnML.Api.Requests;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Exporting;

namespace LearnML.Api.Models.Transfer;

/// <summary>Exports the epochs of jobs as TensorBoard event files.</summary>
/// <param name="history">The epochs of the jobs.</param>
/// <param name="files">Makes the files.</param>
public sealed class EventFiles(JobHistory history, DownloadFiles files)
{
    /// <summary>The content type of the files.</summary>
    internal const string ContentType = "application/octet-stream";

    /// <summary>Returns the event file of a job.</summary>
    /// <param name="context">The request.</param>
    /// <param name="job">The job.</param>
    /// <param name="startedAt">When the job started.</param>
    /// <param name="run">What was trained, as the end of the name of the file.</param>
    /// <param name="summarize">Returns the parameters of the model; none for a job without its model.</param>
    internal async Task<DownloadResult> OpenAsync(
        HttpContext context, Job job, DateTimeOffset startedAt, string run, Func<IEnumerable<ParameterSummary>> summarize)
    {
        var name = TensorBoardWriter.GetFileName(startedAt, run);
        var file = await files.OpenAsync(
            context,
            FormattableString.Invariant($"{name} of {job.Id} after {job.LastSequence}"),
            (path, ended) =>
            {
                var epochs = history.Read(job.Id).ReadAllAsync(ended).ToBlockingEnumerable(ended).Select(epoch => epoch.ToMetrics());
                using var file = File.Create(path);
                new TensorBoardWriter(file, startedAt).Write(epochs, summarize());
            });
        return new DownloadResult(file, ContentType, name);
    }
}
