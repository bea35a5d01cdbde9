package dev.tierwise.serving.config;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import dev.tierwise.serving.config.stage.RouterConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration: immutable, every reference in it resolved or checked. Maps keep the order of the file.
 *
 * @param keys empty where anybody on this machine may call
 */
public record Config(
        Server server,
        List<ClientKey> keys,
        Map<String, Provider> providers,
        Map<String, Model> models,
        Map<String, RouterConfig> routers,
        Limits limits,
        LogConfig log,
        Telemetry telemetry) {
    public Config {
        keys = List.copyOf(keys);
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        routers = Collections.unmodifiableMap(new LinkedHashMap<>(routers));
    }

    static Config read(Section section) {
        Server server = section.section("server", "Where the proxy listens.", Server::read);
        List<ClientKey> keys = section.sections(
                "keys", "Clients that may call. Without any, only this machine can connect.", ClientKey::read);
        Map<String, Provider> providers =
                section.sections("providers", Types.NAME, "Who answers: addresses and how to log in.", Provider::read);
        Model.Defaults defaults = new Model.Defaults(
                section.section(
                        "timeouts",
                        "How long each part of a call may take.",
                        part -> Timeouts.read(part, Timeouts.DEFAULT)),
                section.section(
                        "retries",
                        "How often a passing fault is tried again.",
                        part -> Retries.read(part, Retries.DEFAULT)),
                section.section(
                        "breaker",
                        "When a deployment that fails is left alone for a while.",
                        part -> Breaker.read(part, Breaker.DEFAULT)),
                StreamRecovery.read(section));
        return new Config(
                server,
                keys,
                providers,
                section.sections(
                        "models",
                        Types.MODEL_ID,
                        "The models clients may name.",
                        (id, part) -> Model.read(id, part, providers, defaults)),
                section.sections(
                        "routers",
                        Types.ROUTER_NAME,
                        "What chooses a model for each request; `router` and `auto` mean the one called `default`.",
                        RouterConfig::read),
                section.section("limits", "The bounds of the server.", Limits::read),
                section.section("log", "What is written down.", LogConfig::read),
                section.section("telemetry", "Where traces go.", Telemetry::read));
    }

    /**
     * The same configuration for another address.
     *
     * @throws BadInputException where the address is not loopback and no client keys exist
     */
    public Config at(Server address) {
        References.checkReach(address, keys).ifPresent(problem -> {
            throw new BadInputException(problem);
        });
        return new Config(address, keys, providers, models, routers, limits, log, telemetry);
    }
}
