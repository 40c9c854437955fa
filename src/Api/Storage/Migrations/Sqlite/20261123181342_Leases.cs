using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LearnML.Api.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Leases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Jobs_State_Device",
                table: "Jobs");

            migrationBuilder.RenameColumn(
                name: "Device",
                table: "Jobs",
                newName: "Queue");

            migrationBuilder.AddColumn<string>(
                name: "Checkpoint",
                table: "ModelVersions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Attempts",
                table: "Jobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "LeaseUntil",
                table: "Jobs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Owner",
                table: "Jobs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Stops",
                table: "Jobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "Token",
                table: "Jobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "Processes",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    LastSeen = table.Column<long>(type: "INTEGER", nullable: false),
                    Details = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Processes", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_State_Id",
                table: "Jobs",
                columns: new[] { "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_State_Queue_Id",
                table: "Jobs",
                columns: new[] { "State", "Queue", "Id" });

            migrationBuilder.Sql("UPDATE \"Jobs\" SET \"Queue\" = 'gpu' WHERE \"Queue\" LIKE 'cuda:%'");
            migrationBuilder.Sql("UPDATE \"ModelVersions\" SET \"Checkpoint\" = printf('epoch-%06d', json_extract(\"Details\", '$.epoch'))");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Processes");

            migrationBuilder.DropIndex(
                name: "IX_Jobs_State_Id",
                table: "Jobs");

            migrationBuilder.DropIndex(
                name: "IX_Jobs_State_Queue_Id",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "Checkpoint",
                table: "ModelVersions");

            migrationBuilder.DropColumn(
                name: "Attempts",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "LeaseUntil",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "Owner",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "Stops",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "Token",
                table: "Jobs");

            migrationBuilder.RenameColumn(
                name: "Queue",
                table: "Jobs",
                newName: "Device");

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_State_Device",
                table: "Jobs",
                columns: new[] { "State", "Device" });
        }
    }
}
