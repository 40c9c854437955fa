using System.Text.Json.Nodes;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.State;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Transfer;

/// <summary>Imports models from safetensors files that hold the weights and a description.</summary>
/// <param name="models">The model registry.</param>
/// <param name="checkpoints">The checkpoints.</param>
/// <param name="resolver">Serves the models.</param>
/// <param name="options">The settings.</param>
public sealed class ModelImport(ModelStore models, JobCheckpoints checkpoints, ModelResolver resolver, IOptions<LearnMLOptions> options)
{
    private const string FileField = "file";
    private const string NameField = "name";
    private const string InvalidFile = "The file cannot be imported; see errors for every reason.";

    /// <summary>Imports a file and returns the new version (201), or a problem. A failed import leaves no files behind.</summary>
    public async Task<Results<Created<ModelVersion>, ValidationProblem>> ImportAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        Directory.CreateDirectory(options.Value.UploadFolder);
        var path = options.Value.NewUnfinishedFile();
        try
        {
            var errors = new FieldErrors();
            var form = new FileFormReader(errors, [NameField]);
            await form.ReadAsync(request, path, cancellationToken);
            var version = errors.IsEmpty ? await Task.Run(() => SaveCheckpoint(path, form[NameField], errors), cancellationToken) : null;
            if (version is null)
            {
                return TypedResults.ValidationProblem(errors.ToDictionary(), InvalidFile);
            }

            var added = await AddVersionAsync(version);
            await resolver.RefreshAsync(added.Name, cancellationToken);
            return TypedResults.Created($"/api/models/{added.Name}/versions/{added.Version}", added);
        }
        catch (CheckpointException exception)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [FileField] = [exception.Message] }, InvalidFile);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    /// <summary>
    /// Adds the version to the registry, even if the client has disconnected meanwhile. Deletes the checkpoint if that fails.
    /// </summary>
    private async Task<ModelVersion> AddVersionAsync(ModelVersion version)
    {
        try
        {
            return await models.AddAsync(version, CancellationToken.None);
        }
        catch
        {
            checkpoints.GetFolder(version.JobId).DeleteAllExcept([]);
            throw;
        }
    }

    /// <summary>Saves the checkpoint of a file.</summary>
    /// <returns>The version, still without its number; null if the description is not valid.</returns>
    private ModelVersion? SaveCheckpoint(string path, string? name, FieldErrors errors)
    {
        using var file = System.IO.File.OpenRead(path);
        var uploaded = ReadDescription(file, errors);
        name ??= uploaded?.Spec.Model ?? uploaded?.Spec.Dataset;
        errors.Require(name is null || ResourceName.IsValid(name), NameField, ResourceName.Rule);
        if (uploaded is null || !errors.IsEmpty)
        {
            return null;
        }

        // The checkpoint gets a folder of its own: the job that trained it belongs to another service, or already has a folder here.
        var id = Guid.CreateVersion7();
        var (checkpoint, description) = Import(file, uploaded, name!, checkpoints.GetFolder(id));
        return VersionRows.FromCheckpoint(id, checkpoint, description, name!, number: 0, createdAt: default);
    }

    /// <summary>Saves the checkpoint in a new folder, which is deleted if that fails.</summary>
    private static (string Name, CheckpointDescription Description) Import(
        FileStream file, CheckpointDescription uploaded, string model, CheckpointFolder folder)
    {
        try
        {
            var saved = SafetensorsCheckpoint.Import(file, uploaded, folder);
            folder.SaveModelName(saved.Name, model);
            return saved;
        }
        catch
        {
            folder.DeleteAllExcept([]);
            throw;
        }
    }

    private static CheckpointDescription? ReadDescription(FileStream file, FieldErrors errors)
    {
        try
        {
            var json = JsonNode.Parse(SafetensorsCheckpoint.ReadDescription(file), documentOptions: JsonBody.StrictOptions);
            var description = new StrictJsonReader(errors).Read<CheckpointDescription>(json);
            if (description is not null && errors.IsEmpty)
            {
                new CheckpointValidator(errors).Validate(description);
            }

            return errors.IsEmpty ? description : null;
        }
        catch (Exception exception) when (JsonBody.IsJsonError(exception))
        {
            // Errors of single fields explain the failure better, so this error is added only if there are none.
            errors.Require(!errors.IsEmpty, FileField, $"has a description that is not valid: {JsonMistake.Describe(exception)}");
            return null;
        }
    }
}
