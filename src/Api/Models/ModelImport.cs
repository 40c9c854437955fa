using System.Text.Json.Nodes;
using LearnML.Api.Jobs;
using LearnML.Api.Requests;
using LearnML.Api.Serving;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models;

/// <summary>Imports models from safetensors files that hold the weights and a description.</summary>
/// <param name="models">The model registry.</param>
/// <param name="checkpoints">The checkpoints.</param>
/// <param name="served">Serves the models.</param>
/// <param name="options">The settings.</param>
public sealed class ModelImport(ModelStore models, JobCheckpoints checkpoints, ServedModels served, IOptions<LearnMLOptions> options)
{
    private const string File = "file";
    private const string Name = "name";
    private const string Wrong = "The file cannot be imported; see errors for every reason.";

    /// <summary>Imports a file and returns the new version (201), or a problem. A failed import leaves no files behind.</summary>
    public async Task<Results<Created<ModelVersion>, ValidationProblem>> AcceptAsync(HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        Directory.CreateDirectory(options.Value.UploadFolder);
        var path = options.Value.UnfinishedFile();
        try
        {
            var errors = new FieldErrors();
            var form = new FileForm(errors, [Name]);
            await form.ReadAsync(request, path, cancellation);
            var version = errors.None ? await Task.Run(() => Import(path, form[Name], errors), cancellation) : null;
            if (version is null)
            {
                return TypedResults.ValidationProblem(errors.ToDictionary(), Wrong);
            }

            var added = await AddAsync(version);
            await served.LookAsync(added.Name, cancellation);
            return TypedResults.Created($"/api/models/{added.Name}/versions/{added.Version}", added);
        }
        catch (CheckpointException exception)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [File] = [exception.Message] }, Wrong);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    /// <summary>
    /// Adds the version to the registry, even if the client has disconnected meanwhile. Deletes the checkpoint if that fails.
    /// </summary>
    private async Task<ModelVersion> AddAsync(ModelVersion version)
    {
        try
        {
            return await models.AddAsync(version, CancellationToken.None);
        }
        catch
        {
            checkpoints.Of(version.JobId).Keep([]);
            throw;
        }
    }

    /// <summary>Saves the checkpoint of a file.</summary>
    /// <returns>The version, still without its number; null if the description is not valid.</returns>
    private ModelVersion? Import(string path, string? name, FieldErrors errors)
    {
        using var file = System.IO.File.OpenRead(path);
        var uploaded = Describe(file, errors);
        name ??= uploaded?.Spec.Model ?? uploaded?.Spec.Dataset;
        errors.Require(name is null || PlainName.IsRight(name), Name, PlainName.Rule);
        if (uploaded is null || !errors.None)
        {
            return null;
        }

        // The checkpoint gets a folder of its own: the job that trained it belongs to another service, or already has a folder here.
        var id = Guid.CreateVersion7();
        var (checkpoint, description) = PortableCheckpoint.Import(file, uploaded, checkpoints.Of(id));
        return new ModelVersion
        {
            Name = name!,
            Version = 0,
            JobId = id,
            IsImported = true,
            Checkpoint = checkpoint,
            CreatedAt = default,
            Dataset = description.Spec.Dataset,
            Spec = description.Spec,
            DatasetHash = description.DatasetHash,
            WeightsSha256 = description.WeightsSha256,
            WeightsBytes = description.WeightsBytes,
            Epoch = description.Epoch,
            Parameters = description.Parameters,
            Validation = description.Validation,
            Task = description.Target is null ? LearningTask.Classification : LearningTask.Regression,
            Classes = description.Target is null ? description.Classes : null,
        };
    }

    private static CheckpointDescription? Describe(FileStream file, FieldErrors errors)
    {
        try
        {
            var json = JsonNode.Parse(PortableCheckpoint.Describe(file), documentOptions: JsonBody.Strict);
            var description = new StrictReader(errors).Read<CheckpointDescription>(json);
            if (description is not null && errors.None)
            {
                new CheckpointCheck(errors).Check(description);
            }

            return errors.None ? description : null;
        }
        catch (Exception exception) when (JsonBody.IsNotJson(exception))
        {
            // Errors of single fields explain the failure better, so this error is added only if there are none.
            errors.Require(!errors.None, File, $"has a description that is not valid: {exception.Message}");
            return null;
        }
    }
}
